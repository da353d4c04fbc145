package drive

import "path/filepath"

// KeyActions returns the WebDriver actions that type text, which may contain the
// keys of Type, for a source of type "key" (WebDriver §15.5, and BiDi).
func KeyActions(text string) []map[string]any {
	var actions []map[string]any
	for _, r := range text {
		actions = append(actions, map[string]any{"type": "keyDown", "value": string(r)}, map[string]any{"type": "keyUp", "value": string(r)})
	}
	return actions
}

// Absolute returns absolute paths: a browser has a current folder of its own.
func Absolute(paths []string) ([]string, error) {
	all := make([]string, 0, len(paths))
	for _, path := range paths {
		abs, err := filepath.Abs(path)
		if err != nil {
			return nil, err
		}
		all = append(all, abs)
	}
	return all, nil
}
