// Package draw has the pieces that several screens are made of: icons, badges,
// cells of tables, notes, skeletons, the frame of a dialog.
package draw
