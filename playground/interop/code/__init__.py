"""A network as text: the parts that scripts in several languages share."""
