package dev.podo.network;

import dev.podo.foundation.Scope;
import dev.podo.network.services.ServicePlan;

/// The port through which Service plans take effect on a node. Used by one thread at a time.
public interface Dataplane extends AutoCloseable {
  /// Makes the node's rules those of `plan`, in one step: a connection sees the old or the new.
  /// Costs what differs from the plan before. What is connected stays connected.
  ///
  /// @throws DataplaneException when the host refuses; the plan before stands, and the next call
  ///   starts from scratch
  void apply(ServicePlan plan);

  /// Tells when something else on the node undoes what this dataplane has set up, for as long as
  /// `scope` lives. The next [#apply] then starts from scratch.
  ///
  /// @param onLoss called on a thread of the scope
  void watch(Runnable onLoss, Scope scope);

  /// Removes every rule, route and link of Podo's from the node; also those of an earlier process.
  ///
  /// @throws DataplaneException when something could not be removed
  void removeAll();

  /// Gives back the process's own resources; the rules stay, so that connections outlive the
  /// process.
  @Override
  void close();
}
