package program

import (
	"reflect"
	"slices"
	"strconv"
	"text/template/parse"
)

// pipeline compiles a pipeline that gives a value.
func (c *compiler) pipeline(pipe *parse.PipeNode, dot value) value {
	return c.commands(pipe, pipe.Cmds, dot)
}

func (c *compiler) commands(pipe *parse.PipeNode, cmds []*parse.CommandNode, dot value) value {
	if len(cmds) != 1 {
		c.refuse(pipe, "a value that goes through functions is not compiled")
		return value{}
	}
	return c.command(cmds[0], dot)
}

// command compiles a value, or the function index.
func (c *compiler) command(cmd *parse.CommandNode, dot value) value {
	if f, ok := cmd.Args[0].(*parse.IdentifierNode); ok {
		if f.Ident == "index" && len(cmd.Args) == 3 {
			return c.index(cmd, c.operand(cmd.Args[1], dot), c.operand(cmd.Args[2], dot))
		}
		c.refuse(cmd, "the function %q is not compiled here", f.Ident)
		return value{}
	}
	if len(cmd.Args) != 1 {
		c.refuse(cmd, "calls of fields are not compiled")
		return value{}
	}
	return c.operand(cmd.Args[0], dot)
}

// operand compiles a value that needs no function.
func (c *compiler) operand(n parse.Node, dot value) value {
	switch n := n.(type) {
	case *parse.DotNode:
		return dot
	case *parse.FieldNode:
		return c.fields(n, dot, n.Ident)
	case *parse.VariableNode:
		for _, v := range slices.Backward(c.vars) {
			if v.name == n.Ident[0] {
				return c.fields(n, slot(v.at, v.typ), n.Ident[1:])
			}
		}
	case *parse.ChainNode:
		return c.fields(n, c.operand(n.Node, dot), n.Field)
	case *parse.PipeNode:
		if len(n.Decl) == 0 {
			return c.pipeline(n, dot)
		}
	case *parse.StringNode:
		return constant(n.Text)
	case *parse.BoolNode:
		return constant(n.True)
	case *parse.NumberNode:
		if n.IsInt {
			return constant(int(n.Int64))
		}
	}
	c.refuse(n, "this kind of value is not compiled")
	return value{}
}

// fields compiles x.A.B.
func (c *compiler) fields(n parse.Node, x value, names []string) value {
	for _, name := range names {
		if x.typ == nil {
			return value{} // refused before
		}
		x = c.field(n, x, name)
	}
	return x
}

func (c *compiler) field(n parse.Node, x value, name string) value {
	of, typ := x.of, x.typ
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
		of = func(m *machine) reflect.Value {
			p := x.of(m)
			if p.IsNil() {
				m.failed = true
				return reflect.Zero(typ)
			}
			return p.Elem()
		}
	}
	if typ.Kind() != reflect.Struct || reflect.PointerTo(typ).NumMethod() > 0 {
		c.refuse(n, "%s is not a plain struct", typ)
		return value{}
	}
	f, ok := typ.FieldByName(name)
	if !ok || !f.IsExported() {
		c.refuse(n, "%s has no field %s", typ, name)
		return value{}
	}
	for i := range len(f.Index) - 1 { // a nil pointer on the way would panic
		if typ.FieldByIndex(f.Index[:i+1]).Type.Kind() != reflect.Struct {
			c.refuse(n, "%s.%s is behind a pointer", typ, name)
			return value{}
		}
	}
	if len(f.Index) == 1 {
		i := f.Index[0]
		return value{f.Type, func(m *machine) reflect.Value { return of(m).Field(i) }}
	}
	return value{f.Type, func(m *machine) reflect.Value { return of(m).FieldByIndex(f.Index) }}
}

// index compiles the function index for maps from strings to strings.
func (c *compiler) index(n parse.Node, of, key value) value {
	if c.err != nil {
		return value{}
	}
	if of.typ != reflect.TypeFor[map[string]string]() || key.typ != reflect.TypeFor[string]() {
		c.refuse(n, "index of %s by %s is not compiled", of.typ, key.typ)
		return value{}
	}
	return value{key.typ, func(m *machine) reflect.Value {
		return reflect.ValueOf(of.of(m).Interface().(map[string]string)[key.of(m).String()])
	}}
}

// condition compiles what an if asks.
func (c *compiler) condition(pipe *parse.PipeNode, dot value) func(m *machine) bool {
	if len(pipe.Cmds) == 1 && len(pipe.Decl) == 0 {
		cmd := pipe.Cmds[0]
		if f, ok := cmd.Args[0].(*parse.IdentifierNode); ok && len(cmd.Args) > 1 {
			if holds := c.connective(f.Ident, cmd.Args[1:], dot); holds != nil {
				return holds
			}
		}
	}
	v := c.pipeline(pipe, dot)
	holds := c.truth(pipe, v.typ)
	return func(m *machine) bool { return holds(v.of(m)) }
}

// connective compiles and, or, not, and eq and ne of two strings. For other
// functions it returns nil.
func (c *compiler) connective(name string, args []parse.Node, dot value) func(m *machine) bool {
	switch name {
	case "eq", "ne":
		if len(args) != 2 {
			return nil
		}
		x, y := c.operand(args[0], dot), c.operand(args[1], dot)
		if c.err != nil || x.typ.Kind() != reflect.String || y.typ.Kind() != reflect.String {
			return nil
		}
		return func(m *machine) bool { return (x.of(m).String() == y.of(m).String()) == (name == "eq") }
	case "not":
		if len(args) != 1 {
			return nil
		}
		holds := c.holds(args[0], dot)
		return func(m *machine) bool { return !holds(m) }
	case "and", "or":
		all := make([]func(m *machine) bool, len(args))
		for i, a := range args {
			all[i] = c.holds(a, dot)
		}
		return func(m *machine) bool {
			for _, holds := range all {
				if holds(m) == (name == "or") { // the first true one of or, the first false one of and
					return name == "or"
				}
			}
			return name == "and"
		}
	}
	return nil
}

// holds compiles an operand that is asked for its truth.
func (c *compiler) holds(n parse.Node, dot value) func(m *machine) bool {
	if p, ok := n.(*parse.PipeNode); ok {
		return c.condition(p, dot)
	}
	v := c.operand(n, dot)
	truth := c.truth(n, v.typ)
	return func(m *machine) bool { return truth(v.of(m)) }
}

// truth returns what decides whether a value of a type counts as true.
func (c *compiler) truth(n parse.Node, typ reflect.Type) func(v reflect.Value) bool {
	if typ == nil {
		return func(reflect.Value) bool { return false } // refused before
	}
	switch typ.Kind() {
	case reflect.String, reflect.Slice, reflect.Map:
		return func(v reflect.Value) bool { return v.Len() > 0 }
	case reflect.Bool:
		return reflect.Value.Bool
	case reflect.Pointer:
		return func(v reflect.Value) bool { return !v.IsNil() }
	case reflect.Struct:
		return func(reflect.Value) bool { return true }
	case reflect.Int, reflect.Float64:
		return func(v reflect.Value) bool { return !v.IsZero() }
	}
	c.refuse(n, "conditions on %s are not compiled", typ)
	return func(reflect.Value) bool { return false }
}

// printer returns what turns values of a type into words, as fmt.Sprint does;
// nil for types that it does not know.
func printer(typ reflect.Type) func(v reflect.Value) string {
	switch typ {
	case reflect.TypeFor[string]():
		return reflect.Value.String
	case reflect.TypeFor[int]():
		return func(v reflect.Value) string { return strconv.Itoa(int(v.Int())) }
	case reflect.TypeFor[float64]():
		return func(v reflect.Value) string { return strconv.FormatFloat(v.Float(), 'g', -1, 64) }
	}
	return nil
}
