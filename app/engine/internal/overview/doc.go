// Package overview answers what the first screen and the screen Replies show of
// a capture: states, causes, statuses, replies, ages, rankings and forecasts.
package overview
