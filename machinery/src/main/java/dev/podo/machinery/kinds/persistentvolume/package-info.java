/// PersistentVolumes.
@NullMarked
package dev.podo.machinery.kinds.persistentvolume;

import org.jspecify.annotations.NullMarked;
