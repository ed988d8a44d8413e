package dev.podo.apiserver.verbs;

import dev.podo.apiserver.admission.Admissions;
import dev.podo.apiserver.allocation.Allocator;
import dev.podo.apiserver.authz.Authorizer;
import dev.podo.apiserver.ownership.FieldOwnership;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.foundation.Environment;

/// What every verb works with.
public record Backend(
    ObjectStore store,
    Admissions admissions,
    Allocator allocator,
    FieldOwnership ownership,
    Authorizer authorizer,
    Environment environment) {}
