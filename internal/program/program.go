// Package program makes templates of html/template fast. It compiles one for
// the type of its data: which field, which loop and which escaper stands where
// is found once, so that executing it appends bytes and little else, at about a
// tenth of the cost. It takes only what it is sure to do just as html/template
// would, and leaves the rest to it; it knows neither pages nor views.
//
// Programs do not change and may be shared.
package program

import (
	"bytes"
	"fmt"
	"html/template"
	"reflect"
	"sync"
)

// Program is a template, ready for data of one type.
type Program struct {
	template *template.Template
	typ      reflect.Type
	run      step // nil when the template has something that is not compiled
	slots    int
	used     sync.Pool // *[]reflect.Value, of executions that are over
	why      error
}

// New compiles t for data of the type of v. The template must have been
// executed before, with any data, since html/template puts in the escapers then.
// What cannot be compiled is executed by html/template; Why says what it was.
func New(t *template.Template, v any) *Program {
	p := &Program{template: t, typ: reflect.TypeOf(v)}
	c := &compiler{set: t}
	if t.Tree == nil || p.typ == nil {
		p.why = fmt.Errorf("template %q has no text, or no data", t.Name())
		return p
	}
	run := c.body(t.Tree.Root, p.typ)
	if c.err != nil {
		p.why = c.err
		return p
	}
	p.run, p.slots = run, c.slots
	return p
}

// Why returns what keeps a template from being compiled, or nil.
func (p *Program) Why() error { return p.why }

// Append appends what the template makes of v. An error is html/template's own,
// with its place; what was made before it is appended.
func (p *Program) Append(dst []byte, v any) ([]byte, error) {
	if p.run != nil && reflect.TypeOf(v) == p.typ {
		slots, ok := p.used.Get().(*[]reflect.Value)
		if !ok {
			slots = new([]reflect.Value)
			*slots = make([]reflect.Value, p.slots)
		}
		m := machine{out: dst, slots: *slots}
		m.slots[0] = reflect.ValueOf(v)
		p.run(&m)
		clear(*slots) // it must not keep the view in memory
		p.used.Put(slots)
		if !m.failed {
			return m.out, nil
		}
	}
	b := bytes.NewBuffer(dst)
	err := p.template.Execute(b, v)
	return b.Bytes(), err
}

// machine is one execution: what is written, and the values of dots and variables.
type machine struct {
	out    []byte
	slots  []reflect.Value
	failed bool // html/template would stop with an error here, and is left to say which
}

// step is a part of a template, compiled.
type step func(m *machine)

// value is an expression of known type, compiled.
type value struct {
	typ reflect.Type
	of  func(m *machine) reflect.Value
}

// slot returns the value in a slot.
func slot(i int, typ reflect.Type) value {
	return value{typ, func(m *machine) reflect.Value { return m.slots[i] }}
}

// constant returns a value that is written in a template.
func constant(v any) value {
	c := reflect.ValueOf(v)
	return value{c.Type(), func(*machine) reflect.Value { return c }}
}
