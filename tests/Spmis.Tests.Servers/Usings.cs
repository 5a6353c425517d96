global using Shouldly;
global using Xunit;

// One server each for all tests: a test may stop the broker.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
