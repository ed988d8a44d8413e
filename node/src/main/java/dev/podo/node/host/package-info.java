/// What a node agent needs of the machine below it: facts, files of volumes, and the few mounts.
@NullMarked
package dev.podo.node.host;

import org.jspecify.annotations.NullMarked;
