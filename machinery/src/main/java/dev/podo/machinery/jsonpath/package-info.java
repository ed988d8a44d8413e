/// JSON paths as kubectl and printer columns write them.
@NullMarked
package dev.podo.machinery.jsonpath;

import org.jspecify.annotations.NullMarked;
