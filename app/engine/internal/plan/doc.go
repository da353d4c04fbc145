// Package plan answers what a cleanup script would act on and what it would
// leave alone. Package cleanup makes the plan and its files; here a rule, a filter or
// picked messages choose what goes in.
package plan
