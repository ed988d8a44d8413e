/// Gives each node its part of the cluster's range of Pod addresses.
@NullMarked
package dev.podo.controllers.nodeipam;

import org.jspecify.annotations.NullMarked;
