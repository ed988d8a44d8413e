/// ControllerRevisions.
@NullMarked
package dev.podo.machinery.kinds.controllerrevision;

import org.jspecify.annotations.NullMarked;
