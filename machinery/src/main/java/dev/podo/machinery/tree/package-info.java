/// Plain JSON trees and the view through which whatever works by field path sees records and trees
/// alike.
@NullMarked
package dev.podo.machinery.tree;

import org.jspecify.annotations.NullMarked;
