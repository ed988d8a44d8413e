/// How the API server asks webhooks: where they are, whom it trusts there, and for how long it
/// waits. What it asks them is the business of others.
@NullMarked
package dev.podo.apiserver.webhook;

import org.jspecify.annotations.NullMarked;
