package entity

import "dateline/internal/gazetteer"

// formal returns a hash of the given name that a short form stands for, else of
// the name itself. (A list of our own: short forms that are usual in print, each with
// the name that it stands for most often.)
func formal(given string) uint64 {
	h := gazetteer.Hash(given)
	if f, ok := formals[h]; ok {
		return f
	}
	return h
}

// formals leads from hashes of short forms to those of the names.
var formals = func() map[uint64]uint64 {
	out := make(map[uint64]uint64, 4*len(nicknames))
	for _, n := range nicknames {
		w, _ := gazetteer.Next(n, 0)
		for x, ok := gazetteer.Next(n, w.End); ok; x, ok = gazetteer.Next(n, x.End) {
			out[x.Hash] = w.Hash
		}
	}
	return out
}()

// nicknames are names with their short forms, and spellings so usual that one
// person is written with either.
var nicknames = [...]string{
	"Abigail Abby", "Abraham Abe", "Albert Bert", "Alexander Alex Sandy Sasha", "Alexandra Alexa", "Alfred Alf Alfie",
	"Amanda Mandy", "Andrew Andy Drew", "Anthony Tony Antony", "Arthur Art", "Barbara Barb Babs", "Bartholomew Bart",
	"Benjamin Ben Benny Benji", "Bernard Bernie", "Calvin Cal", "Caroline Carrie", "Catherine Katherine Kathryn Kate Katie Kathy Cathy Kitty",
	"Charles Charlie Chuck Chas", "Christina Christine Tina", "Christopher Chris Kit", "Clifford Cliff", "Daniel Dan Danny",
	"David Dave Davy", "Deborah Debbie Deb Debra", "Dennis Denny", "Donald Don Donnie", "Dorothy Dot Dottie", "Douglas Doug",
	"Edward Ed Eddie Ned Ted Teddy", "Eleanor Ellie Nell", "Elizabeth Liz Lizzie Beth Betty Betsy Bess Eliza Libby", "Eugene Gene",
	"Frances Fanny", "Francis Frank Frankie", "Frederick Fred Freddie Freddy", "Gabriel Gabe", "Geoffrey Geoff", "Gerald Gerry",
	"Gertrude Trudy", "Gilbert Gil", "Gregory Greg", "Harold Hal", "Henry Harry Hank", "Herbert Herb", "Isaac Ike", "Jacob Jake",
	"James Jim Jimmy Jamie", "Janet Jan", "Jeffrey Jeff Jeffery", "Jennifer Jen Jenny", "Jeremy Jem", "Jerome Jerry",
	"Jessica Jess Jessie", "John Jack Johnny", "Jonathan Jon", "Joseph Joe Joey", "Joshua Josh", "Judith Judy", "Kenneth Ken Kenny",
	"Kimberly Kim", "Lawrence Larry Laurence", "Leonard Len Lenny", "Lewis Lew Louis Lou", "Lillian Lily Lil", "Louise Lulu",
	"Margaret Maggie Meg Peggy Madge", "Martha Patty", "Martin Marty", "Matthew Matt", "Maximilian Max", "Melissa Missy", "Michael Mike Mick Mickey Mikey",
	"Mildred Millie", "Mitchell Mitch", "Nathaniel Nathan Nate", "Nicholas Nick Nicky Nicolas", "Norman Norm", "Oliver Ollie", "Pamela Pam",
	"Patricia Pat Trish Tricia", "Patrick Paddy", "Peter Pete", "Philip Phil Phillip", "Raymond Ray", "Rebecca Becky Becca",
	"Reginald Reg Reggie", "Richard Dick Rick Ricky Rich Richie", "Robert Bob Bobby Rob Robbie", "Roderick Rod", "Rodney Roddy",
	"Ronald Ron Ronnie", "Rosemary Rosie", "Russell Russ", "Samuel Sam Sammy", "Sarah Sally Sara", "Sidney Sid Sydney", "Solomon Sol",
	"Stanley Stan", "Stephen Steve Steven", "Stuart Stu", "Susan Sue Susie Suzy", "Terence Terry", "Theodore Theo", "Theresa Tess Terri Teresa",
	"Thomas Tom Tommy", "Timothy Tim Timmy", "Valerie Val", "Victor Vic", "Victoria Vicky Vicki", "Vincent Vince Vinny", "Virginia Ginny",
	"Vladimir Volodya", "Walter Walt Wally", "Wilfred Wilf", "William Bill Billy Will Willie Willy Liam", "Winifred Winnie", "Zachary Zach Zack",
}
