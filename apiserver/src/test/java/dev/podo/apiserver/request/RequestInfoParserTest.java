package dev.podo.apiserver.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podo.apiserver.http.HttpRequest;
import dev.podo.apiserver.http.Query;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestInfoParserTest {
  private static RequestInfo parse(String method, String url) {
    var mark = url.indexOf('?');
    var path = mark < 0 ? url : url.substring(0, mark);
    var query = mark < 0 ? Query.empty() : Query.parse(url.substring(mark + 1));
    return RequestInfoParser.parse(HttpRequest.of(method, path, query));
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "GET | /api/v1/pods | list ::pods::",
        "GET | /api/v1/pods?watch=1 | watch ::pods::",
        "GET | /api/v1/pods?watch=false | list ::pods::",
        "GET | /api/v1/namespaces/shop/pods/web | get :shop:pods:web:",
        "GET | /api/v1/watch/namespaces/shop/pods | watch :shop:pods::",
        "PUT | /api/v1/namespaces/shop/pods/web/status | update :shop:pods:web:status",
        "GET | /api/v1/namespaces | list ::namespaces::",
        "GET | /api/v1/namespaces/shop | get :shop:namespaces:shop:",
        "PUT | /api/v1/namespaces/shop/finalize | update :shop:namespaces:shop:finalize",
        "POST | /apis/apps/v1/namespaces/shop/deployments | create apps:shop:deployments::",
        "PATCH | /apis/apps/v1/namespaces/shop/deployments/web | patch apps:shop:deployments:web:",
        "DELETE | /apis/apps/v1/namespaces/shop/deployments | deletecollection apps:shop:deployments::",
        "DELETE | /apis/apps/v1/namespaces/shop/deployments/web | delete apps:shop:deployments:web:",
        "GET | /api/v1/namespaces/shop/pods/web/exec | create :shop:pods:web:exec",
        "GET | /api/v1/pods?fieldSelector=metadata.name%3Dweb | list ::pods:web:",
        "DELETE | /api/v1/namespaces/shop/pods/web/exec | delete :shop:pods:web:exec",
        "POST | /api/v1/watch/pods | - ::pods::",
        "LIST | /api/v1/pods | - ::pods::",
        "get | /api/v1/pods | - ::pods::",
        "OPTIONS | /api/v1/namespaces/shop/pods/web/proxy | options :shop:pods:web:proxy",
        "HEAD | /api/v1/namespaces/shop/pods/a%2Db | get :shop:pods:a-b:",
      },
      delimiter = '|')
  void readsResources(String method, String url, String expected) {
    var info = parse(method, url);
    var target = info.target();

    assertThat(info.resourceRequest()).isTrue();
    assertThat(
            (info.verb().isEmpty() ? "-" : info.verb())
                + " "
                + String.join(
                    ":",
                    target.group(),
                    target.namespace(),
                    target.resource(),
                    target.name(),
                    target.subresource()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"/", "/api", "/api/v1", "/apis/apps/v1", "/livez/ping", "/apiary/v1/pods"})
  void readsEverythingElseAsAPath(String path) {
    var info = parse("GET", path);

    assertThat(info.resourceRequest()).isFalse();
    assertThat(info.verb()).isEqualTo("get");
    assertThat(info.path()).isEqualTo(path);
  }
}
