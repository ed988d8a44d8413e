/// Containers' logs in files, in the format that CRI prescribes.
@NullMarked
package dev.podo.node.logs;

import org.jspecify.annotations.NullMarked;
