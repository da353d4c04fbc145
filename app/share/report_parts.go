package share

import "golang.org/x/net/html"

func (r Report) figures() *html.Node {
	list := node("dl", "figures")
	for _, f := range r.Figures {
		list.AppendChild(node("div", "", node("dt", "", text(f.Name)), node("dd", "", node("b", "", text(f.Value))), node("dd", "", text(f.Note))))
	}
	return list
}

func (r Report) short() *html.Node {
	list := node("dl", "short")
	for _, f := range r.Short {
		list.AppendChild(node("dt", "", text(f.Title)))
		list.AppendChild(node("dd", "", prose(f.Text)...))
	}
	return list
}

// figure returns a picture with what its colours mean.
func (p ReportPicture) figure() *html.Node {
	body := []*html.Node{node("h2", "", text(p.Title))}
	drawn := func(class, svg string) {
		if svg != "" {
			body = append(body, node("div", class, &html.Node{Type: html.RawNode, Data: svg}))
		}
	}
	if p.Narrow != "" {
		drawn("wide", p.Wide)
		drawn("narrow", p.Narrow)
	} else {
		drawn("", p.Wide)
	}
	caption := node("figcaption", "dim")
	for _, k := range p.Keys {
		caption.AppendChild(node("span", "key", node("i", "sw "+k.Class), text(k.Name)))
	}
	caption.AppendChild(text(p.Caption))
	class := ""
	if p.Narrow == "" {
		class = "wide" // phones have the table
	}
	return node("figure", class, append(body, caption)...)
}

// numbers returns the tables of the pictures.
func (r Report) numbers() []*html.Node {
	list := node("div", "tables")
	for _, p := range r.Pictures {
		for _, t := range p.Tables {
			list.AppendChild(t.table())
		}
	}
	if list.FirstChild == nil {
		return nil
	}
	return []*html.Node{list}
}

func (t ReportTable) table() *html.Node {
	head, body := node("tr", ""), node("tbody", "")
	for i, h := range t.Heads {
		head.AppendChild(with(node("th", numeric(i+1), text(h)), "scope", "col"))
	}
	for _, cells := range t.Rows {
		row := node("tr", "")
		for i, c := range cells {
			if i == 0 {
				row.AppendChild(with(node("th", "", text(c)), "scope", "row"))
			} else {
				row.AppendChild(node("td", "num", text(c)))
			}
		}
		body.AppendChild(row)
	}
	class := "small"
	if t.Times {
		class += " times"
	}
	return node("table", class, node("caption", "", text(t.Title)), node("thead", "", head), body)
}

func (r Report) causes() []*html.Node {
	if len(r.Causes) == 0 {
		return nil
	}
	out := []*html.Node{table("Causes", r.Causes, "Cause", "Who can change it", "Messages", "")}
	if r.Smaller != "" {
		out = append(out, node("p", "dim", text(r.Smaller)))
	}
	return out
}

func (r Report) affected() []*html.Node {
	if len(r.Affected) == 0 {
		return nil
	}
	out := []*html.Node{table("Waiting messages by destination", r.Affected, "Mail to", "What the other side says", "Messages", "Waiting for")}
	if r.More != "" {
		out = append(out, node("p", "dim", text(r.More)))
	}
	return out
}

func (r Report) replies() []*html.Node {
	if len(r.Replies) == 0 {
		return nil
	}
	return []*html.Node{table("Replies of servers", r.Replies, "Code", "What it means", "Messages", "")}
}

func (r Report) advice() []*html.Node {
	if len(r.Advice) == 0 {
		return nil
	}
	list := node("ol", "todo")
	for _, a := range r.Advice {
		list.AppendChild(node("li", "", append([]*html.Node{node("b", "", text(a.Who+": "))}, prose(a.Text)...)...))
	}
	return []*html.Node{list}
}

// table makes a table with one line per row. Without a last title there is no
// last column.
func table(caption string, rows []ReportRow, titles ...string) *html.Node {
	head, body := node("tr", ""), node("tbody", "")
	for i, t := range titles {
		if t != "" {
			head.AppendChild(with(node("th", numeric(i), text(t)), "scope", "col"))
		}
	}
	for _, r := range rows {
		said := node("td", "")
		if r.State != "" {
			said.AppendChild(badge(r.State, r.Permanent))
		}
		said.AppendChild(after(" ", r.Said))
		row := node("tr", "", with(node("th", "", text(r.Name)), "scope", "row"), said, node("td", "num", node("b", "", text(r.Count))))
		if titles[len(titles)-1] != "" {
			row.AppendChild(node("td", "num", text(r.For)))
		}
		body.AppendChild(row)
	}
	return node("table", "", node("caption", "", text(caption)), node("thead", "", head), body)
}

func numeric(column int) string {
	if column >= 2 {
		return "num"
	}
	return ""
}
