package dev.podo.apiserver.chain;

import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.authz.Authorizer;
import dev.podo.apiserver.http.Headers;
import dev.podo.apiserver.request.Answer;
import dev.podo.apiserver.request.Call;
import dev.podo.apiserver.request.RequestInfo;
import dev.podo.machinery.errors.ApiErrors;
import dev.podo.machinery.errors.Attempt;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// Lets those who may do so act as somebody else, by the `Impersonate-…` headers.
public final class Impersonate implements Step {
  private static final String EXTRA = "impersonate-extra-";
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  private final Authorizer authorizer;

  public Impersonate(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  @Override
  public Answer handle(Call call, Next next) throws InterruptedException {
    var http = call.http();
    if (http == null) {
      return next.proceed(call);
    }
    var headers = http.headers();
    var name = headers.first("Impersonate-User");
    var extra = extra(headers);
    var uid = headers.first("Impersonate-Uid");
    if (name.isEmpty()) {
      if (!extra.isEmpty() || !uid.isEmpty() || headers.has("Impersonate-Group")) {
        throw ApiErrors.badRequest("groups, uid or extra are impersonated without a user");
      }
      return next.proceed(call);
    }
    return next.proceed(call.withUser(impersonated(call, name, uid, extra)));
  }

  private UserInfo impersonated(
      Call call, String name, String uid, SortedMap<String, List<String>> extra) {
    var groups = new ArrayList<>(requireHeaders(call).all("Impersonate-Group"));
    var parts = name.split(":", -1);
    if (name.startsWith(SERVICE_ACCOUNT) && parts.length == 4) {
      require(call, "", "serviceaccounts", parts[2], parts[3]);
      if (groups.isEmpty()) {
        groups.add("system:serviceaccounts");
        groups.add("system:serviceaccounts:" + parts[2]);
      }
    } else {
      require(call, "", "users", "", name);
    }
    for (var group : groups) {
      if (!group.startsWith("system:serviceaccounts")) {
        require(call, "", "groups", "", group);
      }
    }
    if (!uid.isEmpty()) {
      require(call, "authentication.k8s.io", "uids", "", uid);
    }
    for (var key : extra.keySet()) {
      require(call, "authentication.k8s.io", "userextras", "", key);
    }
    if (!name.equals(UserInfo.ANONYMOUS) && !groups.contains(UserInfo.AUTHENTICATED)) {
      groups.add(UserInfo.AUTHENTICATED);
    }
    return new UserInfo(name, uid, groups, extra);
  }

  private static Headers requireHeaders(Call call) {
    var http = call.http();
    if (http == null) {
      throw new IllegalStateException("impersonation comes by HTTP only");
    }
    return http.headers();
  }

  private void require(Call call, String group, String resource, String namespace, String name) {
    var target = new RequestInfo.Target(group, "v1", namespace, resource, name, "", "");
    var info = RequestInfo.of("impersonate", target);
    if (!authorizer.allows(call.user(), info)) {
      throw ApiErrors.forbidden(
          new Attempt(call.user().name(), "impersonate", info.groupResource(), "", namespace, name),
          "");
    }
  }

  private static SortedMap<String, List<String>> extra(Headers headers) {
    var extra = new TreeMap<String, List<String>>();
    for (var header : headers.entries()) {
      var lower = header.getKey().toLowerCase(Locale.ROOT);
      if (lower.startsWith(EXTRA)) {
        var key = URLDecoder.decode(lower.substring(EXTRA.length()), StandardCharsets.UTF_8);
        extra.computeIfAbsent(key, k -> new ArrayList<>()).add(header.getValue());
      }
    }
    return extra;
  }
}
