package build

import (
	"dateline/internal/addr"
	"dateline/internal/picture"
)

// sizeOf returns how many pixels wide and high the picture at an address is shown, or
// noughts for what is no picture, and what lies elsewhere.
func sizeOf(in Input, copied map[addr.Output]addr.Source, static map[addr.Output]bool, u addr.URL) (width, height int) {
	fsys, name := in.Site, string(copied[u.Output()])
	if name == "" {
		if !static[u.Output()] {
			return 0, 0
		}
		fsys, name = in.Static, string(u.Output())
	}
	f, err := fsys.Open(name)
	if err != nil {
		return 0, 0 // that it is missing is said where it is linked or copied
	}
	defer f.Close()
	width, height, err = picture.Size(f)
	if err != nil {
		return 0, 0
	}
	return width, height
}
