"""What a form is: its declaration, the language of its rules, and what follows from them."""
