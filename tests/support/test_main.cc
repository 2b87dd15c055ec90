// The one main of every test executable.
#define BOOST_TEST_MODULE varve
#define BOOST_TEST_DYN_LINK
#include <boost/test/unit_test.hpp>
