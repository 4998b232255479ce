//go:build !unix

package main

func makeFIFO(string) error { return errNoFIFO }
