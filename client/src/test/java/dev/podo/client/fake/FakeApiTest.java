package dev.podo.client.fake;

import dev.podo.client.Api;
import dev.podo.client.ApiContract;
import dev.podo.foundation.Environment;

class FakeApiTest extends ApiContract {
  private final Api api = new FakeApi(Environment.system());

  @Override
  protected Api api() {
    return api;
  }
}
