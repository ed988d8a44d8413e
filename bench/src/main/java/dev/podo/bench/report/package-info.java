/// What was measured, as a table for people.
@NullMarked
package dev.podo.bench.report;

import org.jspecify.annotations.NullMarked;
