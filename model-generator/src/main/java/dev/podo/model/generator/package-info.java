/// Writes the records of the model when it is built: [Generate] joins the official Java client's
/// classes, the comments in its protobuf sources and the tables `facts.txt` and `declared.txt` into
/// [Definition]s, and writes each as a record.
@NullMarked
package dev.podo.model.generator;

import org.jspecify.annotations.NullMarked;
