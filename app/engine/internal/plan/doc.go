// Package plan answers what a cleanup script would act on and what it would
// leave alone.
package plan
