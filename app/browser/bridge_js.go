package browser

import (
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/hack-pad/safejs"
)

// bridge lets JavaScript call Go. A panic in a call goes to fault, in words
// without mail, and the program lives on.
type bridge struct {
	fault func(text string)
}

// callback makes a JavaScript function. The caller releases it.
func (b bridge) callback(fn func(args []safejs.Value)) (safejs.Func, error) {
	return safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		defer b.recover()
		fn(args)
		return nil
	})
}

// run runs fn in a goroutine that recovers from panics.
func (b bridge) run(fn func()) {
	go func() {
		defer b.recover()
		fn()
	}()
}

func (b bridge) recover() {
	if v := recover(); v != nil {
		b.fault(panicText(v, debug.Stack()))
	}
}

// listen calls fn with every event of that name for the life of the page. fn
// must not block.
func (b bridge) listen(target safejs.Value, event string, options map[string]any, fn func(event safejs.Value)) error {
	f, err := b.callback(func(args []safejs.Value) {
		if len(args) > 0 {
			fn(args[0])
		}
	})
	if err != nil {
		return err
	}
	if _, err := target.Call("addEventListener", event, f, options); err != nil {
		f.Release()
		return fmt.Errorf("listening to %s: %w", event, err)
	}
	return nil
}

// settle calls start with two functions, of which JavaScript must call one,
// once; its argument goes to fn. It does not block.
func (b bridge) settle(start func(ok, fail safejs.Func) error, fn func(safejs.Value, error)) {
	var ok, fail safejs.Func
	done := func(v safejs.Value, err error) {
		ok.Release()
		fail.Release()
		fn(v, err)
	}
	first := func(args []safejs.Value) safejs.Value {
		if len(args) == 0 {
			return safejs.Undefined()
		}
		return args[0]
	}
	var err error
	if ok, err = b.callback(func(args []safejs.Value) { done(first(args), nil) }); err != nil {
		fn(safejs.Undefined(), err)
		return
	}
	if fail, err = b.callback(func(args []safejs.Value) { done(safejs.Undefined(), jsError(first(args))) }); err != nil {
		ok.Release()
		fn(safejs.Undefined(), err)
		return
	}
	if err := start(ok, fail); err != nil {
		done(safejs.Undefined(), err)
	}
}

// then passes a promise's result to fn, without blocking.
func (b bridge) then(promise safejs.Value, fn func(safejs.Value, error)) {
	b.settle(func(ok, fail safejs.Func) error {
		_, err := promise.Call("then", ok, fail)
		return err
	}, fn)
}

// within is then, with an error for a promise that is not settled in time.
func (b bridge) within(limit time.Duration, promise safejs.Value, fn func(safejs.Value, error)) {
	var once sync.Once
	first := func(v safejs.Value, err error) { once.Do(func() { fn(v, err) }) }
	late := time.AfterFunc(limit, func() {
		defer b.recover()
		first(safejs.Undefined(), fmt.Errorf("the browser stored nothing for %v seconds", limit.Seconds()))
	})
	b.then(promise, func(v safejs.Value, err error) {
		late.Stop()
		first(v, err)
	})
}

// await blocks until start has called one of its functions. It must not be
// called by JavaScript, which would wait for itself.
func (b bridge) await(start func(ok, fail safejs.Func) error) (safejs.Value, error) {
	type result struct {
		value safejs.Value
		err   error
	}
	c := make(chan result, 1)
	b.settle(start, func(v safejs.Value, err error) { c <- result{v, err} })
	r := <-c
	return r.value, r.err
}

// jsError converts what JavaScript threw to an error.
func jsError(thrown safejs.Value) error {
	if thrown.Type() == safejs.TypeObject {
		if text := stringOf(get(thrown, "message")); text != "" {
			if name := stringOf(get(thrown, "name")); name != "" {
				return errors.New(name + ": " + text)
			}
			return errors.New(text)
		}
	}
	if thrown.Type() == safejs.TypeString {
		return errors.New(stringOf(thrown))
	}
	return errors.New("unknown JavaScript error")
}

// get follows a path of properties; a missing one is undefined.
func get(v safejs.Value, path ...string) safejs.Value {
	for _, p := range path {
		if t := v.Type(); t == safejs.TypeUndefined || t == safejs.TypeNull {
			return safejs.Undefined()
		}
		next, err := v.Get(p)
		if err != nil {
			return safejs.Undefined()
		}
		v = next
	}
	return v
}

// stringOf returns "" for anything but a string.
func stringOf(v safejs.Value) string {
	if v.Type() != safejs.TypeString {
		return ""
	}
	s, err := v.String()
	if err != nil {
		return ""
	}
	return s
}

// numberOf returns 0 for anything but a number. File sizes need more than the
// 32 bits of an int on some platforms, and fit a float64.
func numberOf(v safejs.Value) int64 {
	if v.Type() != safejs.TypeNumber {
		return 0
	}
	f, err := v.Float()
	if err != nil {
		return 0
	}
	return int64(f)
}

// truthy reports whether JavaScript takes v for true.
func truthy(v safejs.Value) bool {
	t, err := v.Truthy()
	return err == nil && t
}

// isFunction reports whether an API exists.
func isFunction(v safejs.Value) bool { return v.Type() == safejs.TypeFunction }

// toJS copies bytes into a new Uint8Array.
func toJS(b []byte) (safejs.Value, error) {
	array, err := get(safejs.Global(), "Uint8Array").New(len(b))
	if err != nil {
		return safejs.Undefined(), err
	}
	if _, err := safejs.CopyBytesToJS(array, b); err != nil {
		return safejs.Undefined(), err
	}
	return array, nil
}

// toGo copies an ArrayBuffer.
func toGo(buffer safejs.Value) ([]byte, error) {
	array, err := get(safejs.Global(), "Uint8Array").New(buffer)
	if err != nil {
		return nil, err
	}
	n, err := array.Length()
	if err != nil {
		return nil, err
	}
	b := make([]byte, n)
	if _, err := safejs.CopyBytesToGo(b, array); err != nil {
		return nil, err
	}
	return b, nil
}

// post sends a message; buffers are transferred, not copied.
func post(to safejs.Value, message map[string]any, buffers ...safejs.Value) error {
	list := make([]any, len(buffers))
	for i, b := range buffers {
		list[i] = b
	}
	_, err := to.Call("postMessage", message, list)
	return err
}
