/// StorageClasses and VolumeAttributesClasses.
@NullMarked
package dev.podo.machinery.kinds.storageclass;

import org.jspecify.annotations.NullMarked;
