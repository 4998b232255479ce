// Package cputime owns the clock that tests of cost go by: the processor time that
// this process has used, which does not grow while other programs keep the machine busy.
package cputime
