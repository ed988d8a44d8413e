package dev.podo.machinery.kinds.rbac;

import dev.podo.machinery.fieldpath.FieldPath;
import dev.podo.machinery.kind.Column;
import dev.podo.machinery.kinds.metadata.Default;
import dev.podo.machinery.kinds.metadata.Findings;
import dev.podo.machinery.kinds.metadata.References;
import dev.podo.machinery.table.Cells;
import dev.podo.machinery.validation.Names;
import dev.podo.model.ApiObject;
import dev.podo.model.rbac.v1.RoleRef;
import dev.podo.model.rbac.v1.Subject;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the two kinds of bindings share.
final class BindingRules {
  private static final String SERVICE_ACCOUNT = "ServiceAccount";
  private static final String USER = "User";
  private static final String USERS = "Group";

  private BindingRules() {}

  static RoleRef defaults(RoleRef role) {
    return role.with(b -> b.apiGroup(Default.text(role.apiGroup(), Roles.GROUP)));
  }

  static Subject defaults(Subject subject) {
    var isPerson = subject.kind().equals(USER) || subject.kind().equals(USERS);
    return subject.apiGroup().isEmpty() && isPerson
        ? subject.with(b -> b.apiGroup(Roles.GROUP))
        : subject;
  }

  static void check(RoleRef role, List<String> kinds, List<Subject> subjects, Findings findings) {
    var at = FieldPath.root("roleRef");
    findings.oneOf(at.child("apiGroup"), role.apiGroup(), List.of(Roles.GROUP));
    findings.oneOf(at.child("kind"), role.kind(), kinds);
    References.requirePathSegment(role.name(), at.child("name"), findings);
    var isOfCluster = kinds.size() == 1;
    for (var i = 0; i < subjects.size(); i++) {
      check(subjects.get(i), isOfCluster, FieldPath.root("subjects").index(i), findings);
    }
  }

  private static void check(Subject subject, boolean isOfCluster, FieldPath at, Findings findings) {
    findings.requireText(subject.name(), at.child("name"));
    switch (subject.kind()) {
      case SERVICE_ACCOUNT -> {
        if (!subject.name().isEmpty()) {
          findings.invalidFor(
              at.child("name"), subject.name(), Names.dns1123Subdomain(subject.name()));
        }
        findings.oneOf(at.child("apiGroup"), subject.apiGroup(), List.of(""));
        if (isOfCluster) {
          findings.requireText(subject.namespace(), at.child("namespace"));
        }
      }
      case USER, USERS ->
          findings.oneOf(at.child("apiGroup"), subject.apiGroup(), List.of(Roles.GROUP));
      default ->
          findings.notSupported(
              at.child("kind"), subject.kind(), List.of(SERVICE_ACCOUNT, USER, USERS));
    }
  }

  static void checkSame(RoleRef now, RoleRef old, Findings findings) {
    if (!now.equals(old)) {
      findings.invalid(FieldPath.root("roleRef"), now, "cannot change roleRef");
    }
  }

  static <T extends ApiObject> List<Column<T>> columns(
      Function<T, RoleRef> role, Function<T, List<Subject>> subjects) {
    return List.of(
        Column.named(),
        Column.text(
            "Role", "What may be done.", it -> role.apply(it).kind() + "/" + role.apply(it).name()),
        Cells.age(),
        subjects("Users", "Which users may do it.", USER, subjects),
        subjects("Groups", "Which groups may do it.", USERS, subjects),
        subjects(
            "ServiceAccounts", "Which service accounts may do it.", SERVICE_ACCOUNT, subjects));
  }

  private static <T extends ApiObject> Column<T> subjects(
      String name, String description, String kind, Function<T, List<Subject>> subjects) {
    return Column.<T>text(
            name,
            description,
            it ->
                subjects.apply(it).stream()
                    .filter(subject -> subject.kind().equals(kind))
                    .map(BindingRules::shown)
                    .collect(Collectors.joining(", ")))
        .wide();
  }

  private static String shown(Subject subject) {
    return subject.kind().equals(SERVICE_ACCOUNT)
        ? subject.namespace() + "/" + subject.name()
        : subject.name();
  }
}
