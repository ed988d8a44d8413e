/// Which of the pods bound to it a node takes.
@NullMarked
package dev.podo.node.admission;

import org.jspecify.annotations.NullMarked;
