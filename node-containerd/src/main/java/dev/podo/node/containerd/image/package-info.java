/// Images made on the spot, from files.
@NullMarked
package dev.podo.node.containerd.image;

import org.jspecify.annotations.NullMarked;
