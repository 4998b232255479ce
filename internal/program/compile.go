package program

import (
	"fmt"
	"html/template"
	"reflect"
	"text/template/parse"
)

// Templates are compiled in the place of each call, so that one that calls
// itself would have no end: these are how deep calls may go, and how many values
// there may be in all.
const (
	maxDepth = 12
	maxSlots = 10_000
)

// compiler compiles one template and those it calls. After an error nothing it
// returns is used.
type compiler struct {
	set   *template.Template
	slots int
	vars  []variable // in scope, innermost last
	depth int
	err   error
}

// variable is a name of a template, "$" or "$x", and where its value is.
type variable struct {
	name string
	at   int
	typ  reflect.Type
}

func (c *compiler) refuse(n parse.Node, format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("%q: %s", n, fmt.Sprintf(format, args...))
	}
}

// slot takes a place for a value.
func (c *compiler) slot() int {
	c.slots++
	return c.slots - 1
}

// body compiles a template whose dot will be in the next slot.
func (c *compiler) body(list *parse.ListNode, typ reflect.Type) step {
	outer := c.vars
	at := c.slot()
	c.vars = []variable{{"$", at, typ}}
	run := c.list(list, slot(at, typ))
	c.vars = outer
	return run
}

// list compiles what stands one after the other. Variables that are declared in
// it end with it.
func (c *compiler) list(list *parse.ListNode, dot value) step {
	if list == nil {
		return func(*machine) {}
	}
	scope := len(c.vars)
	var steps []step
	for _, n := range list.Nodes {
		if s := c.node(n, dot); s != nil {
			steps = append(steps, s)
		}
	}
	c.vars = c.vars[:scope]
	if len(steps) == 1 {
		return steps[0]
	}
	return func(m *machine) {
		for _, s := range steps {
			s(m)
		}
	}
}

// node compiles one node; nil is nothing to do.
func (c *compiler) node(n parse.Node, dot value) step {
	switch n := n.(type) {
	case *parse.TextNode:
		text := string(n.Text)
		return func(m *machine) { m.out = append(m.out, text...) }
	case *parse.CommentNode:
		return nil
	case *parse.ActionNode:
		if len(n.Pipe.Decl) > 0 {
			return c.declaration(n.Pipe, dot)
		}
		return c.output(n.Pipe, dot)
	case *parse.IfNode:
		return c.choice(n.Pipe, n.List, n.ElseList, dot, false)
	case *parse.WithNode:
		return c.choice(n.Pipe, n.List, n.ElseList, dot, true)
	case *parse.RangeNode:
		return c.loop(n, dot)
	case *parse.TemplateNode:
		return c.call(n, dot)
	}
	c.refuse(n, "this kind of action is not compiled")
	return nil
}

// declaration compiles "$x := pipeline".
func (c *compiler) declaration(pipe *parse.PipeNode, dot value) step {
	if pipe.IsAssign || len(pipe.Decl) != 1 {
		c.refuse(pipe, "assignments are not compiled")
		return nil
	}
	v := c.pipeline(pipe, dot)
	at := c.slot()
	c.vars = append(c.vars, variable{pipe.Decl[0].Ident[0], at, v.typ})
	return func(m *machine) { m.slots[at] = v.of(m) }
}

// choice compiles if, and with, which makes its value the dot.
func (c *compiler) choice(pipe *parse.PipeNode, list, other *parse.ListNode, dot value, with bool) step {
	if len(pipe.Decl) > 0 {
		c.refuse(pipe, "declarations in conditions are not compiled")
		return nil
	}
	no := c.list(other, dot)
	if !with {
		holds := c.condition(pipe, dot)
		yes := c.list(list, dot)
		return func(m *machine) {
			if holds(m) {
				yes(m)
			} else {
				no(m)
			}
		}
	}
	v := c.pipeline(pipe, dot)
	holds := c.truth(pipe, v.typ)
	at := c.slot()
	yes := c.list(list, slot(at, v.typ))
	return func(m *machine) {
		if x := v.of(m); holds(x) {
			m.slots[at] = x
			yes(m)
		} else {
			no(m)
		}
	}
}

// loop compiles range over a slice.
func (c *compiler) loop(n *parse.RangeNode, dot value) step {
	scope := len(c.vars)
	over := c.pipeline(n.Pipe, dot)
	if over.typ == nil || over.typ.Kind() != reflect.Slice || n.Pipe.IsAssign {
		c.refuse(n.Pipe, "a range over anything but a slice is not compiled")
		return nil
	}
	elem, index := c.slot(), c.slot()
	switch decl := n.Pipe.Decl; len(decl) {
	case 2:
		c.vars = append(c.vars, variable{decl[0].Ident[0], index, reflect.TypeFor[int]()}, variable{decl[1].Ident[0], elem, over.typ.Elem()})
	case 1:
		c.vars = append(c.vars, variable{decl[0].Ident[0], elem, over.typ.Elem()})
	}
	numbered := len(n.Pipe.Decl) == 2
	body := c.list(n.List, slot(elem, over.typ.Elem()))
	c.vars = c.vars[:scope]
	none := c.list(n.ElseList, dot)
	return func(m *machine) {
		list := over.of(m)
		if list.Len() == 0 {
			none(m)
		}
		for i := range list.Len() {
			m.slots[elem] = list.Index(i)
			if numbered {
				m.slots[index] = reflect.ValueOf(i)
			}
			body(m)
		}
	}
}

// nothing is the type of the dot of a template that is called without one: there
// is nothing that can be done with it.
type nothing func()

// call compiles {{template "name" pipeline}}.
func (c *compiler) call(n *parse.TemplateNode, dot value) step {
	t := c.set.Lookup(n.Name)
	if t == nil || t.Tree == nil {
		c.refuse(n, "there is no template %q", n.Name)
		return nil
	}
	if c.depth == maxDepth || c.slots > maxSlots {
		c.refuse(n, "templates call each other too often")
		return nil
	}
	arg := constant(nothing(nil))
	if n.Pipe != nil {
		if len(n.Pipe.Decl) > 0 {
			c.refuse(n, "declarations in calls are not compiled")
			return nil
		}
		arg = c.pipeline(n.Pipe, dot)
	}
	c.depth++
	at := c.slots // which the body will take
	run := c.body(t.Tree.Root, arg.typ)
	c.depth--
	return func(m *machine) {
		m.slots[at] = arg.of(m)
		run(m)
	}
}

// output compiles an action that prints: a value and the escapers it goes through.
func (c *compiler) output(pipe *parse.PipeNode, dot value) step {
	n := len(pipe.Cmds)
	for n > 1 && escaperOf(pipe.Cmds[n-1]) != nil {
		n--
	}
	if n == len(pipe.Cmds) {
		c.refuse(pipe, "what is printed without an escaper is not compiled")
		return nil
	}
	v := c.commands(pipe, pipe.Cmds[:n], dot)
	if c.err != nil {
		return nil
	}
	escapers := make([]*escaper, 0, 3)
	for _, cmd := range pipe.Cmds[n:] {
		escapers = append(escapers, escaperOf(cmd))
	}
	last := escapers[len(escapers)-1]
	if last.onto == nil {
		c.refuse(pipe, "what ends with a filter is not compiled")
		return nil
	}
	if v.typ == reflect.TypeFor[template.HTML]() {
		if len(escapers) > 1 || !last.keepsHTML {
			c.refuse(pipe, "finished HTML is compiled in the text only")
			return nil
		}
		return func(m *machine) { m.out = append(m.out, v.of(m).String()...) }
	}
	words := printer(v.typ)
	if words == nil {
		c.refuse(pipe, "values of type %s are not printed", v.typ)
		return nil
	}
	filters := escapers[:len(escapers)-1]
	for _, f := range filters {
		if f.filter == nil {
			c.refuse(pipe, "two escapers are not compiled")
			return nil
		}
	}
	return func(m *machine) {
		s := words(v.of(m))
		for _, f := range filters {
			s = f.filter(s)
		}
		m.out = last.onto(m.out, s)
	}
}
