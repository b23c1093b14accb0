"""The rule language: what a program file may say."""
