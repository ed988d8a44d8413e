/// PersistentVolumeClaims.
@NullMarked
package dev.podo.machinery.kinds.persistentvolumeclaim;

import org.jspecify.annotations.NullMarked;
