package dev.podo.machinery.kinds.metadata;

import dev.podo.machinery.validation.Names;
import java.util.List;

/// What the names of a kind's objects may look like.
@FunctionalInterface
public interface NameRule {
  /// What most kinds demand.
  NameRule SUBDOMAIN = Names::dns1123Subdomain;

  NameRule LABEL = Names::dns1123Label;

  /// What kinds demand whose names mean something elsewhere.
  NameRule PATH_SEGMENT =
      new NameRule() {
        @Override
        public List<String> problems(String name) {
          return Names.pathSegment(name);
        }

        @Override
        public List<String> prefixProblems(String prefix) {
          return Names.pathSegment(prefix);
        }
      };

  /// What is wrong with a name; none means that it is right.
  List<String> problems(String name);

  /// What is wrong with a `generateName`, which may end with a dash.
  default List<String> prefixProblems(String prefix) {
    return problems(Names.maskTrailingDash(prefix));
  }
}
