/// The API types of Kubernetes: what all records have in common.
///
/// The records themselves, one for each type of the OpenAPI document, are generated into packages
/// by group and version, such as `dev.podo.model.core.v1`. Each carries a [Schema], so that codecs,
/// patches and whatever else works by field path are loops over fields, not code for each type. All
/// values are immutable and are shared between threads and components by reference.
@NullMarked
package dev.podo.model;

import org.jspecify.annotations.NullMarked;
