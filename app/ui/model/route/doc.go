// Package route is what the address of a view says: the view, the filter, the order
// and the columns of the list, and what is open. It knows how addresses are written
// and read, and nothing about what they show.
package route
