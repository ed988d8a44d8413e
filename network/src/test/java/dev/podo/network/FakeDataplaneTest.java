package dev.podo.network;

final class FakeDataplaneTest extends DataplaneContract {
  private final FakeDataplane fake = new FakeDataplane();

  @Override
  protected Dataplane dataplane() {
    return fake;
  }

  @Override
  protected FakeDataplane.Outcome connect(String ip, int port) {
    return fake.connect(ONE.ip(), ip, port);
  }
}
