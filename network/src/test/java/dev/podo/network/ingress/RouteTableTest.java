package dev.podo.network.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouteTableTest {
  private static String match(PathType type, String path, String requested) {
    var route = Route.of("i", "", type, path, "hit");
    var found = RouteTable.of(List.of(route), null).find("h", requested);
    return found == null ? "miss" : found.target();
  }

  /// The table of Kubernetes' documentation on Ingress, path types.
  @ParameterizedTest
  @CsvSource({
    "PREFIX, /, /any/path, hit",
    "EXACT, /foo, /foo, hit",
    "EXACT, /foo, /bar, miss",
    "EXACT, /foo, /foo/, miss",
    "EXACT, /foo/, /foo, miss",
    "PREFIX, /foo, /foo, hit",
    "PREFIX, /foo, /foo/, hit",
    "PREFIX, /foo/, /foo, hit",
    "PREFIX, /foo/, /foo/, hit",
    "PREFIX, /aaa/bb, /aaa/bbb, miss",
    "PREFIX, /aaa/bbb, /aaa/bbb, hit",
    "PREFIX, /aaa/bbb/, /aaa/bbb, hit",
    "PREFIX, /aaa/bbb, /aaa/bbb/, hit",
    "PREFIX, /aaa/bbb, /aaa/bbb/ccc, hit",
    "PREFIX, /aaa/bbb, /aaa/bbbxyz, miss",
  })
  void comparesPathsAsDocumented(PathType type, String path, String requested, String expected) {
    assertThat(match(type, path, requested)).isEqualTo(expected);
  }

  private static RouteTable<String> table() {
    var routes = new ArrayList<Route<String>>();
    routes.add(Route.of("i", "a.org", PathType.PREFIX, "/", "a root"));
    routes.add(Route.of("i", "a.org", PathType.PREFIX, "/x", "a x"));
    routes.add(Route.of("i", "a.org", PathType.PREFIX, "/x/y", "a x y"));
    routes.add(Route.of("i", "a.org", PathType.EXACT, "/x/y", "a exact"));
    routes.add(Route.of("i", "*.a.org", PathType.PREFIX, "/", "wildcard"));
    routes.add(Route.of("i", "w.a.org", PathType.PREFIX, "/only", "w only"));
    routes.add(Route.of("i", "", PathType.PREFIX, "/any", "any host"));
    routes.add(Route.of("junior", "a.org", PathType.PREFIX, "/x", "late"));
    return RouteTable.of(routes, Route.of("d", "", PathType.PREFIX, "", "default"));
  }

  @ParameterizedTest
  @CsvSource({
    "a.org, /, a root",
    "a.org, /z, a root",
    "a.org, /x, a x",
    "a.org, /x/z, a x",
    "a.org, /x/y, a exact",
    "a.org, /x/y/z, a x y",
    "a.org, /any, a root",
    "b.a.org, /, wildcard",
    "c.b.a.org, /, default",
    "c.b.a.org, /any/thing, any host",
    "w.a.org, /only, w only",
    "w.a.org, /else, wildcard",
    "other.net, /any, any host",
    "other.net, /, default",
  })
  void prefersTheMostSpecific(String host, String path, String expected) {
    assertThat(table().find(host, path)).extracting(Route::target).isEqualTo(expected);
  }

  @Test
  void hasNoAnswerWithoutADefault() {
    assertThat(RouteTable.of(List.of(), null).find("a", "/")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "/a/b, /a/b",
        "/a/b?x=/../y, /a/b",
        "/a//b, /a/b",
        "/a/./b, /a/b",
        "/a/../b, /b",
        "/../../b, /b",
        "/%61dmin, /admin",
        "/a%2fb, /a/b",
        "/a/%2e%2e/b, /b",
        "/a/, /a/",
        "/a/.., /",
        "/.well-known/x, /.well-known/x",
        "/caf%C3%A9, /café",
        "/%, none",
        "/%zz, none",
        "/a%00b, none",
        "a/b, none",
        "'', none",
      })
  void normalizesPathsForRouting(String target, String expected) {
    assertThat(RequestPath.of(target)).isEqualTo(expected);
  }
}
