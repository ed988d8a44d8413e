/// Images on a node: credentials for pulling them, and cleaning them up.
@NullMarked
package dev.podo.node.images;

import org.jspecify.annotations.NullMarked;
