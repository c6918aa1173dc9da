"""Tests of the rules about people."""
