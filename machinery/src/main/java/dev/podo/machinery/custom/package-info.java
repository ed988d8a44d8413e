/// Kinds made from CustomResourceDefinitions.
@NullMarked
package dev.podo.machinery.custom;

import org.jspecify.annotations.NullMarked;
