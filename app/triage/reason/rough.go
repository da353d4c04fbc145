package reason

// Rough returns what is left of a reason if only its kind, class and code are distinguished: the reason
// of texts that a queue has too many of.
func (r *Reason) Rough() Reason {
	rough := Reason{Kind: r.Kind, Class: r.Class, Code: r.Code}
	head := r.Class.String() + ": "
	switch {
	case r.Kind == KindQuarantined:
		head = "Quarantined: "
	case r.Code != 0:
		head = r.Code.String() + " "
	}
	const text = "one of very many texts"
	rough.Text = []Piece{{Text: text}}
	rough.Key = head + text
	return rough
}
