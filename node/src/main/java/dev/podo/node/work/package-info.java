/// Work that is done when there is some, and holds no thread while there is none.
@NullMarked
package dev.podo.node.work;

import org.jspecify.annotations.NullMarked;
