beforeEach(() => {
  // A test without an assertion passes whatever the code does.
  expect.hasAssertions();
});
