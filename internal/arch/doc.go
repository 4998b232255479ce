// Package arch owns the rules of the house: which package stands on which
// floor, and who may import what. It is tests only. They read the sources of the
// module themselves, since a test that asks the go command is answered from its
// cache and stays green after a violation.
package arch
